import { Suspense } from 'react';
import { lazyBeside } from '../../../../web/kit/beside.ts';
import { Switch } from '../../../../web/kit/Choice.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { fetchMachineSessions } from '../../../../web/shared.ts';
import type { Conversation } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { setAutomation } from '../triage/deeds.ts';
import { automationWhy } from '../words.ts';
import { Part } from './Part.tsx';

const Sessions = lazyBeside(fetchMachineSessions);

/** SS-81: whether machines may answer here, who switched it, and when. */
export function AutomationPart({ conversation }: { conversation: Conversation }) {
  const { at } = useInbox();
  const { automation, mayOrganize } = conversation;
  return (
    <Part title="Machines">
      <Switch
        name="automation"
        label="May answer"
        value={automation.isOn}
        disabled={!mayOrganize}
        onChange={(isOn) => void setAutomation(at, conversation, isOn)}
      />
      <p className="mt-1 text-xs text-faint">
        {automationWhy(automation)}
        {automation.at && !automation.isOn && (
          <>
            {' · '}
            <Time at={automation.at} />
          </>
        )}
      </p>
      <Suspense>
        <Sessions conversationId={conversation.id} />
      </Suspense>
    </Part>
  );
}
