/** What is counted in billing: a hundred-thousandth of a dollar. */
const microPerDollar = 100_000;
const microMax = 1_000_000_000_000;

const format = new Intl.NumberFormat('en', {
  ...{ style: 'currency', currency: 'USD' },
  ...{ minimumFractionDigits: 2, maximumFractionDigits: 5 },
});

/** To the unit: "$12.30", "$0.00012". */
export const dollars = (micro: number): string => format.format(micro / microPerDollar);

/** As it stands in a field: "12.5". */
export const dollarsIn = (micro: number): string => String(micro / microPerDollar);

/** What somebody wrote, as it is counted; undefined where it is no amount. */
export function microIn(text: string): number | undefined {
  const plain = text.replaceAll(/[$,\s]/g, '');
  if (!/^\d+(\.\d{1,5})?$/.test(plain)) return undefined;
  const micro = Math.round(Number(plain) * microPerDollar);
  return micro <= microMax ? micro : undefined;
}
