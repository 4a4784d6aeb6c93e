//! What is asked for, beside what was measured.

/// One limit and where the measured value stands.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: Option<f64>,
    /// The value may not be greater.
    pub(crate) limit: f64,
    /// What is hoped for.
    pub(crate) aim: Option<f64>,
}

impl Bar {
    pub(crate) fn verdict(&self) -> &'static str {
        match self.value {
            None => "not measured",
            Some(value) if value > self.limit => "MISSED",
            Some(value) if self.aim.is_none_or(|aim| value <= aim) => "met",
            Some(_) => "met, short of the aim",
        }
    }
}
