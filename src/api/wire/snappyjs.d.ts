/* snappyjs brings no types. */
declare module "snappyjs" {
  /** One block of the raw format. Throws where it is none, or says that it is longer than `maxLength`. */
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
  export function compress(uncompressed: Uint8Array): Uint8Array;
}
