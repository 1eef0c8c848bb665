import type { HeardPoints } from "#wire/heard.ts";

/** Points of one series; `places` says of each which part of the payload it comes from. */
export type PlacedPoints = HeardPoints & { places: number[] };

/** Points gathered by series, by a name that whoever fills it chooses: cheaper than comparing labels. */
export class Batches {
  readonly #byName = new Map<string, PlacedPoints>();

  add(name: string, series: () => HeardPoints["series"], point: HeardPoints["points"][number], place: number): void {
    let batch = this.#byName.get(name);
    if (!batch) {
      batch = { series: series(), points: [], places: [] };
      this.#byName.set(name, batch);
    }
    batch.points.push(point);
    batch.places.push(place);
  }

  all(): PlacedPoints[] {
    return [...this.#byName.values()];
  }
}
