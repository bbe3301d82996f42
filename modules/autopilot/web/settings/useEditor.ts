import { useMemo, useState } from 'react';
import { ApiError } from '../../../../web/kit/api.ts';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { refusalAt } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AutopilotSettings, getSettings, putSettings } from '../../settings/contract.ts';
import { type Draft, draftOf, fieldNames, fieldsChanged, givenOf, refusalOf } from './drafts.ts';

/**
 * What somebody has changed, over the settings they saw when they began. While nothing is changed the form follows what
 * others save; once something is, theirs is said and put together with it only when asked for.
 */
export function useEditor(latest: AutopilotSettings) {
  const [seen, setSeen] = useState(latest);
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [refused, setRefused] = useState<Error | null>(null);
  const params = { workspaceId: useHere().workspace.id };
  const isTouched = Object.keys(changes).length > 0;
  // What others changed of it while this was written. The master switch is nobody's change of the form.
  const theirs = isTouched ? fieldsChanged(draftOf(latest), draftOf(seen)) : [];
  const isOvertaken = theirs.length > 0;
  const base = isOvertaken ? seen : latest;
  const before = useMemo(() => draftOf(base), [base]);
  const draft = { ...before, ...changes };
  const changed = fieldsChanged(draft, before);
  const sending = useSend(putSettings, {
    stale: [[getSettings.path]],
    onReply: (saved) => {
      setSeen(saved);
      setChanges({});
      toast({ title: 'The autopilot’s settings are saved' });
    },
  });
  const failed = refused ?? (isOvertaken && isConflict(sending.error) ? null : sending.error);
  const error = useMemo(() => refusalAt(failed, fieldNames), [failed]);
  const save = () => {
    const problem = refusalOf(draft);
    setRefused(problem);
    if (problem) return;
    sending.send({ params, body: { ...givenOf(draft, base), version: base.version } });
  };
  return {
    ...{
      draft,
      error,
      isOvertaken,
      theirs,
      save,
      isPending: sending.isPending,
      isChanged: changed.length > 0,
    },
    whyNotSaved: isOvertaken
      ? 'Settle first what is to become of the other change.'
      : changed.length === 0
        ? 'Nothing is changed yet.'
        : undefined,
    set: (part: Partial<Draft>) => {
      if (!isTouched) setSeen(latest);
      setChanges({ ...changes, ...part });
    },
    keepMine: () => {
      sending.reset();
      setSeen(latest);
    },
    discard: () => {
      sending.reset();
      setRefused(null);
      setChanges({});
    },
  };
}
export type Editor = ReturnType<typeof useEditor>;

/** That somebody else was faster is said above the button, with what can be done about it. */
const isConflict = (error: Error | null): boolean =>
  error instanceof ApiError && error.code === 'autopilot.settings_changed_meanwhile';
