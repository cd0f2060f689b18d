//! One place that knows which instructions the processor has, and the
//! elementwise operations compiled for either.

use super::simd;

/// The instruction set in use, chosen once at load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    /// Whatever the compiler's target has.
    Portable,
    /// AVX2 and FMA. A value of this variant exists only where both are present.
    Avx2,
}

impl Instructions {
    /// The best set that this processor has.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Self::Avx2;
        }
        Self::Portable
    }
}

/// Compiles a function of `simd` twice and chooses at run time.
macro_rules! dispatched {
    ($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) $(-> $result:ty)?) => {
        $(#[$doc])*
        pub(super) fn $name(instructions: Instructions, $($argument: $kind),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn with_avx2($($argument: $kind),*) $(-> $result)? {
                    simd::$name::<true>($($argument),*)
                }
                if instructions == Instructions::Avx2 {
                    // SAFETY: the variant exists only where AVX2 and FMA are present.
                    return unsafe { with_avx2($($argument),*) };
                }
            }
            let _ = instructions;
            simd::$name::<false>($($argument),*)
        }
    };
}

dispatched!(
    /// GELU of every number.
    gelu_in_place(values: &mut [f32])
);
dispatched!(
    /// `x = norm(x + y) · weight + bias`, over one row.
    add_norm(x: &mut [f32], y: &[f32], weight: &[f32], bias: &[f32], eps: f32)
);
dispatched!(
    /// Layer norm of one row.
    norm(x: &mut [f32], weight: &[f32], bias: &[f32], eps: f32)
);
dispatched!(
    /// `e^(score − max)`; returns one over the sum.
    exponentials(scores: &mut [f32]) -> f32
);
