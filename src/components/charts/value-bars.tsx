import { share } from "#components/charts/plot-layers.tsx";
import { positionIn, valueDomain } from "#components/charts/scale.ts";
import { classNames } from "#lib/class-names.ts";

export type ValueBar = {
  key: string;
  name: string;
  note?: string | undefined;
  value: number | null;
  /** The value in words; why there is none where it is null. */
  text: string;
  /** The one that the others are compared with. */
  own?: boolean;
};

/** Bars from zero to either side, for amounts that are compared: the own one is solid, the others are hatched. */
export function ValueBars({ bars, label }: { bars: readonly ValueBar[]; label: string }) {
  const domain = valueDomain([0, ...bars.map(({ value }) => value)]);
  const at = (value: number) => positionIn(domain, value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, this groups the parts of a picture
    <div role="group" aria-label={label} className="flex flex-col gap-2 text-base">
      {bars.map(({ key, name, note, value, text, own = false }) => (
        <div
          key={key}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[11rem_minmax(0,1fr)_7rem]"
        >
          <span className={classNames("min-w-0 wrap-anywhere", own && "font-semibold")}>
            {name}
            {note && <span className="block text-sm font-normal text-ink-2">{note}</span>}
          </span>
          <span
            className={classNames(
              "figures text-right sm:order-last",
              value === null ? "text-sm text-ink-2" : "font-semibold",
            )}
          >
            {text}
          </span>
          <span aria-hidden="true" className="relative h-4 max-sm:col-span-2">
            {value !== null && (
              <span
                className={classNames("absolute inset-y-0 rounded-xs", own ? "bg-done" : "hatched text-idle")}
                style={{ left: share(Math.min(at(0), at(value))), width: share(Math.abs(at(value) - at(0))) }}
              />
            )}
            <span className="absolute -inset-y-1 w-px bg-ink-2" style={{ left: share(at(0)) }} />
          </span>
        </div>
      ))}
    </div>
  );
}
