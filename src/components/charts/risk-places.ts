/** Where the risks of a register stand on a matrix of five by five. */

type Place = { likelihood: number; severity: number };

export type MatrixRisk = {
  key: string;
  /** Written into its dots. */
  mark: string;
  before: Place;
  /** Where the plan brings it; null or the same cell: it stays. */
  after: Place | null;
  proven: boolean;
};

/** Shares of the matrix, 0 to 1 from the left and from the top. */
type Spot = { x: number; y: number };
export type MatrixMark = { risk: MatrixRisk; from: Spot; to: Spot | null };

export function cellsOf(): (Place & { level: number })[] {
  return [5, 4, 3, 2, 1].flatMap((severity) =>
    [1, 2, 3, 4, 5].map((likelihood) => ({ likelihood, severity, level: likelihood * severity })),
  );
}

/** Several in one cell stand side by side in rows, in their order, so that none hides another. */
export function marksOf(risks: readonly MatrixRisk[]): MatrixMark[] {
  const guests = new Map<string, number>();
  const wanted = risks.map((risk) => ({ risk, to: moved(risk) ? risk.after : null }));
  for (const { risk, to } of wanted)
    for (const place of [risk.before, ...(to ? [to] : [])])
      guests.set(keyOf(place), (guests.get(keyOf(place)) ?? 0) + 1);
  const seated = new Map<string, number>();
  const seat = (place: Place): Spot => {
    const key = keyOf(place);
    const index = seated.get(key) ?? 0;
    seated.set(key, index + 1);
    return spotOf(place, index, guests.get(key) ?? 1);
  };
  return wanted.map(({ risk, to }) => ({ risk, from: seat(risk.before), to: to && seat(to) }));
}

function moved({ before, after }: MatrixRisk): boolean {
  return after !== null && (after.likelihood !== before.likelihood || after.severity !== before.severity);
}

function spotOf({ likelihood, severity }: Place, index: number, of: number): Spot {
  const columns = of <= 4 ? Math.min(2, of) : 3;
  const rows = Math.ceil(of / columns);
  const inRow = Math.floor(index / columns) === rows - 1 && of % columns > 0 ? of % columns : columns;
  const x = ((index % columns) + 0.5) / inRow;
  const y = (Math.floor(index / columns) + 0.5) / rows;
  return { x: (likelihood - 1 + 0.12 + 0.76 * x) / 5, y: (5 - severity + 0.12 + 0.76 * y) / 5 };
}

function keyOf({ likelihood, severity }: Place): string {
  return `${likelihood} ${severity}`;
}
