import { type InstallationSweep, type Work, work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import { sendNotice, tellOfFactorChange } from './notices.ts';

export const factorsWork: readonly Work<IdentityOutside>[] = [work(tellOfFactorChange, sendNotice)];
export const factorsSweeps: readonly InstallationSweep[] = [];
