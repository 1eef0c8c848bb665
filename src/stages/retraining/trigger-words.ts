/** Why a trigger did not fire, as the end of a sentence. */
export const REASON_WORDS: Readonly<Record<string, string>> = {
  disabled: "it is switched off",
  run_active: "a run was still under way",
  cooldown: "too soon after the last run",
  monthly_cap: "the month’s number of runs was reached",
  budget: "the month’s budget was used up",
  condition_false: "its condition did not hold",
  too_few_new_rows: "too few new rows",
};

/** What a person who pulls a trigger is told when it does not fire. The other limits are not asked of people (C9). */
export const PULL_REFUSALS: Readonly<Record<string, string>> = {
  disabled: "It is switched off. Switch it on before you pull it.",
  run_active: "A run is under way. Wait until it has ended, or cancel it.",
  budget: "The month’s budget for retraining is used up. A lead can raise it in stage 10.",
};
