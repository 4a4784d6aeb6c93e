//! Words that mislead, press or hurt.

use super::{Example, Form, GUIDE, LISTING, Part, Rule, Severity};

rules! {
    LANGUAGE_STIGMA = Warning "language/stigma", "People come sooner and are treated better when words put the person first (NIDA, Words Matter).",
        text!("We help every «addict» who asks.\n"),
        text!("We help every person with a substance use disorder who asks.\n");
    LANGUAGE_CLAIM = Warning "language/claim", "No program can promise a result, and a directory that repeats advertising is not believed.",
        text!("A «luxury» program.\n"),
        text!("A program with single rooms for talks and a garden.\n");
    LANGUAGE_PRESSURE = Warning "language/pressure", "Pressure to call and offers to place people are how sellers of calls write, not programs.",
        text!("«Call now», a counselor is waiting.\n"),
        text!("Call from 8 in the morning to 6 in the evening.\n");
    LANGUAGE_INSTRUCTION = Warning "language/instruction", "A dose or a diagnosis has to come from somebody who knows the reader.",
        guide_text!("Begin with «8 mg» on the first day.\n"),
        guide_text!("Your prescriber finds the dose with you.\n");
}
