/* One flag of this process: a load balancer must see "not ready" before the server stops taking requests.
   The program that starts us sets it; a host that runs only Next never does. */
let draining = false;

export function startDraining(): void {
  draining = true;
}

export function isDraining(): boolean {
  return draining;
}
