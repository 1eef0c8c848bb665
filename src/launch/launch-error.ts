/** A start that cannot work, in one sentence that says why and what to do. Printed without a stack. */
export class LaunchError extends Error {}
