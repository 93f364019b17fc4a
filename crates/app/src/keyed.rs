//! Enums that stand as short keys in tables, URLs and forms.

/// Defines an enum with `ALL`, `key`, `Display`, `FromStr`, serde by key, and binding to SQL.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every value in its order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The key in tables, URLs and forms.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $name::ALL
                    .iter()
                    .copied()
                    .find(|value| value.key() == text)
                    .ok_or_else(|| format!("`{text}` is none of {}", [$($key),+].join(", ")))
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.key().to_owned()
            }
        }

        impl $crate::db::ToArg for $name {
            fn to_arg(&self) -> $crate::db::Arg {
                $crate::db::ToArg::to_arg(self.key())
            }
            fn null() -> $crate::db::Arg {
                <String as $crate::db::ToArg>::null()
            }
        }
    };
}

pub(crate) use keyed;
