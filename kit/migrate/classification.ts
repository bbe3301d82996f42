/**
 * What a table is for, written where nobody can overlook it: in its comment, `Purpose. usage: product; audience:
 * tenant; domain: inbox`. A test refuses a table that does not say it.
 */
export const usages = {
  product: 'what people make and look at',
  ledger: 'entries that add up and are never changed',
  log: 'what happened; only ever added to, and may be cleared away by age',
  queue: 'work still to be done; rows come and go',
  cache: 'may be dropped, and is rebuilt from the rest',
  secret: 'what opens or proves something; encrypted or hashed',
  reference: 'what the installation offers to every workspace: plans, models, words',
} as const;

export const audiences = {
  tenant: 'people of the workspace it belongs to',
  person: 'the person it belongs to, in whatever workspace',
  server: 'the product itself; shown to nobody as it is',
  internal: 'the product itself; no role of a direct client may ever read it',
} as const;

export interface Classification {
  readonly purpose: string;
  readonly usage: keyof typeof usages;
  readonly audience: keyof typeof audiences;
  /** The module it belongs to: the schema's name. */
  readonly domain: string;
}

const form =
  /^(?<purpose>\S.*[.!?]) usage: (?<usage>\w+); audience: (?<audience>\w+); domain: (?<domain>\w+)$/s;

/** Undefined when the comment does not say everything, or says it in words that are not on the lists above. */
export function classificationOf(comment: string | null): Classification | undefined {
  const said = form.exec(comment ?? '')?.groups as Classification | undefined;
  return said && Object.hasOwn(usages, said.usage) && Object.hasOwn(audiences, said.audience)
    ? { ...said }
    : undefined;
}
