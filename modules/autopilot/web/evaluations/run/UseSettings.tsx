import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../../../../web/kit/api.ts';
import { Button } from '../../../../../web/kit/Button.tsx';
import { Checkbox } from '../../../../../web/kit/Choice.tsx';
import { FormProblem } from '../../../../../web/kit/Form.tsx';
import { Section } from '../../../../../web/kit/Section.tsx';
import { useSend } from '../../../../../web/kit/send.ts';
import { toast } from '../../../../../web/kit/toast.ts';
import { useHere } from '../../../../../web/workspace.ts';
import type { EvaluationRun } from '../../../evaluating/contract.ts';
import {
  type AutopilotSettings,
  type GivenSettings,
  getSettings,
  putSettings,
} from '../../../settings/contract.ts';
import { useWhyNotManage } from '../../rights.ts';
import { SettingsApart } from './SettingsApart.tsx';
import { apart, areSwitchesAlike } from './settings-apart.ts';

/** A run with other settings than those that hold: what was tried can be made to hold. */
export function UseSettings({ run }: { run: EvaluationRun }) {
  const params = { workspaceId: useHere().workspace.id };
  const { data } = useQuery(q(getSettings, { params }));
  if (!data || apart(run.settings, data).length === 0) return null;
  return (
    <Section
      title="Tried with other settings"
      hint="What it was asked with is not what customers are answered with now."
    >
      <SettingsApart one={run.settings} other={data} titles={['This run', 'Now']} />
      <Using run={run} settings={data} />
    </Section>
  );
}

function Using({ run, settings }: { run: EvaluationRun; settings: AutopilotSettings }) {
  const params = { workspaceId: useHere().workspace.id };
  const whyNot = useWhyNotManage('change how its autopilot answers');
  const [isTaken, setTaken] = useState(false);
  const canBeHeld = areSwitchesAlike(run.settings, settings);
  const [isHeld, setHeld] = useState(true);
  const { send, isPending, error } = useSend(putSettings, {
    stale: [[getSettings.path]],
    onReply: () => {
      setTaken(true);
      toast({ title: 'Customers are answered with these settings now' });
    },
  });
  const take = () => {
    const { version, updatedAt: _, ...now } = settings;
    const { isOn, answersMessages, answersComments } = now;
    const tried = { ...now, ...(run.settings as Partial<GivenSettings>) };
    const body = { ...tried, isOn, answersMessages, answersComments, version };
    const gate = { gatedBy: { setId: run.setId, runId: run.id } };
    send({ params, body: { ...body, ...(canBeHeld && isHeld && gate) } });
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <Checkbox
        name="gatedBy"
        label="Only if this run came out no worse"
        hint={
          canBeHeld
            ? 'Than the last one that asked the same questions with what is set now.'
            : 'The autopilot was switched on or off since: ask again to hold the change to it.'
        }
        value={canBeHeld && isHeld}
        disabled={!canBeHeld}
        onChange={setHeld}
      />
      {error && <FormProblem error={error} />}
      <Button busy={isPending} onClick={take} disabledReason={isTaken ? 'They hold now.' : whyNot}>
        Answer customers with these settings
      </Button>
    </div>
  );
}
