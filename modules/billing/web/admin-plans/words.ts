import type { PlanLimit } from '../../plans/contract.ts';

/** "generation 50 a month" */
export const limitWords = ({ family, period, countMax }: PlanLimit): string =>
  `${family.replaceAll('_', ' ')} ${countMax.toLocaleString('en')} a ${period}`;
