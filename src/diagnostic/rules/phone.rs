//! Phone numbers.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    PHONE_INVALID = Error "phone/invalid", "A number that cannot be dialled is worse than none.",
        listing!("phones: [{ number: «\"205-234-014\"» }]\n"),
        listing!("phones: [{ number: \"205-234-0142\" }]\n");
    PHONE_CRISIS_LINE = Error "phone/crisis-line", "A crisis line is not a program's own phone; people in danger must not be sent round in circles.",
        listing!("phones: [{ number: «\"1-800-662-HELP\"» }]\n"),
        listing!("phones: [{ number: \"205-234-0142\" }]\n");
    PHONE_FICTIONAL = Error "phone/fictional", "Numbers from 555-0100 to 555-0199 are kept for fiction and reach nobody.",
        listing!("phones: [{ number: «\"205-555-0142\"» }]\n"),
        listing!("phones: [{ number: \"205-234-0142\" }]\n");
    PHONE_EXTENSION = Warning "phone/extension", "An extension inside the number cannot be dialled from a link; it has its own field.",
        listing!("phones: [{ number: «\"205-234-0142 x12\"» }]\n"),
        listing!("phones: [{ number: \"205-234-0142\", ext: \"12\" }]\n");
    PHONE_TOLL_FREE = Info "phone/toll-free", "A place to visit that has only a toll-free number may be listed with the number of a call center.",
        listing!("phones: [{ number: «\"888-234-0142\"» }]\n"),
        listing!("phones: [{ number: \"205-234-0142\" }, { number: \"888-234-0142\" }]\n");
    PHONE_SHARED = Warning "phone/shared", "One number on several unrelated organizations is often a call center that sells the call.",
        example!(
            "content/providers/al/alder-creek.md" Keys "phones: [{ number: «\"205-234-0199\"» }]\n",
            "content/providers/al/birch-hill.md" Keys "name: \"Birch Hill IOP\"\nphones: [{ number: \"205-234-0199\" }]\n",
            "content/providers/al/cedar-lane.md" Keys "name: \"Cedar Lane Clinic\"\nphones: [{ number: \"205-234-0199\" }]\n"
        ),
        example!(
            "content/providers/al/alder-creek.md" Keys "phones: [{ number: \"205-234-0142\" }]\n",
            "content/providers/al/birch-hill.md" Keys "name: \"Birch Hill IOP\"\nphones: [{ number: \"205-234-0177\" }]\n",
            "content/providers/al/cedar-lane.md" Keys "name: \"Cedar Lane Clinic\"\nphones: [{ number: \"205-234-0188\" }]\n"
        );
}
