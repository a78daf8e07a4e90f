/** G.711 mu-law. Source: ITU-T G.711 §3.2, in the form of Sun's public g711.c. */

/** The byte of silence. */
export const MULAW_SILENCE = 0xff;
const BIAS = 0x84;
const CLIP = 32_635;

const decoded = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));

/** The 16-bit sample of a mu-law byte. */
export function toLinear(byte: number): number {
  return decoded[byte & 0xff] ?? 0;
}

/** The mu-law byte of a 16-bit sample; louder ones are clipped. */
export function toMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** Root mean square of mu-law samples, from 0 to 32,767. */
export function loudness(samples: Uint8Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const byte of samples) sum += (decoded[byte] ?? 0) ** 2;
  return Math.sqrt(sum / samples.length);
}

function expand(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4);
  return (bits & 0x80) === 0 ? magnitude - BIAS : BIAS - magnitude;
}
