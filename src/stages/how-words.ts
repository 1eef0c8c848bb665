/** What went into a number, as a reader would call it: most names of the code are words that stand close together. What people named stays as it is. */
export function inputName(name: string): string {
  if (!/^[a-z][A-Za-z\d]*$/.test(name)) return plainWords(name);
  return NAMES[name] ?? name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, " ").toLowerCase();
}

/** "not_requested" reads "not requested". */
export function plainWords(text: string): string {
  return text.replaceAll(/(?<=\w)_(?=\w)/g, " ");
}

/** Inputs that are shares of one, shown as percent. */
export const SHARES: ReadonlySet<string> = new Set([
  "successProbability",
  "discountAnnual",
  "linkageRate",
  "populationCoverage",
  "labelNoise",
]);

const NAMES: Readonly<Record<string, string>> = {
  benefitMonthly: "benefit a month",
  runCostMonthly: "run cost a month",
  upfrontCost: "cost at the start",
  successProbability: "chance of success",
  horizonMonths: "months counted",
  buildMonths: "months until first use",
  rampMonths: "months until full use",
  discountAnnual: "discount rate a year",
  delayBurnMonthly: "what a month of delay costs the team",
  delayMonths: "months late",
  gainTp: "gain of a right alarm",
  costFp: "cost of a false alarm",
  npvReference: "net present value that counts as 100",
  strategic: "strategic fit",
  complianceEase: "ease of compliance",
  art5Practice: "prohibited practice (article 5)",
  annexIiiArea: "area of annex III",
  annexIThirdPartyAssessment: "product of annex I that others assess",
  art63Exempt: "exempt by article 6(3)",
  historyMonths: "months of history",
  latencyHours: "age in hours",
  univariateAuc: "AUC of the best single feature",
  linkageRate: "share of rows that link",
  populationCoverage: "share of the population in it",
  availableAtPredictionTime: "known at prediction time",
  validUntil: "ends on",
  low: "low end",
  high: "high end",
  p: "p value",
};
