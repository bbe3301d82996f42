import { type Listener, listener, type Sweep, type Work } from '../../../kit/module.ts';
import { contactErased, messageReceived } from '../../inbox/contract.ts';
import type { AutopilotOutside } from '../outside.ts';
import { forgetContact } from './forgetting.ts';
import { learnFrom } from './learning/learning.ts';

export const memoriesWork: readonly Work<AutopilotOutside>[] = [];
export const memoriesListeners: readonly Listener<AutopilotOutside>[] = [
  listener('autopilot.forget_contact', contactErased, forgetContact),
  listener('autopilot.learn_from_message', messageReceived, learnFrom),
];
export const memoriesSweeps: readonly Sweep[] = [];
