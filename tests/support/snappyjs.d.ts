/* snappyjs brings no types. */
declare module "snappyjs" {
  /** One block of the raw format. */
  export function compress(uncompressed: Uint8Array): Uint8Array;
}
