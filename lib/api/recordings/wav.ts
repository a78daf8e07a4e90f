/** Of a WAV with a format that is not PCM: RIFF 12, fmt 26, fact 12, data 8. */
const HEADER_BYTES = 58;
const FORMAT_BYTES = 18;
/** WAVE_FORMAT_MULAW: 8 bits a sample. */
const MULAW = 7;

/**
 * Bytes of a WAV file with so many samples: its data is padded to an even number.
 */
export function wavBytes(samples: number): number {
  return HEADER_BYTES + samples + (samples % 2);
}

/**
 * The beginning of a WAV file with one channel of G.711 mu-law.
 * @param samples one byte each
 * @param rate samples a second
 * Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991), chapter 3, and
 * New Multimedia Data Types 3.0 (Microsoft, 1994) for `fact` and the size of the extension.
 */
export function wavHeader(samples: number, rate: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavBytes(samples) - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(FORMAT_BYTES, 16);
  header.writeUInt16LE(MULAW, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(samples, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(samples, 54);
  return header;
}

/** What stands behind the samples. */
export function wavEnd(samples: number): Buffer {
  return Buffer.alloc(samples % 2);
}
