import { useQuery } from '@tanstack/react-query';
import Search from 'lucide-react/icons/search';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { useLocationNames } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { LocationId } from '../../../workspaces/contract.ts';
import { questionTextLengthMax, searchKnowledgeBase } from '../../contract.ts';
import { Answer } from './Answer.tsx';
import { HowItWorks } from './HowItWorks.tsx';

export default function PlaygroundPage() {
  const workspaceId = useHere().workspace.id;
  const [search, setSearch] = useSearchParams();
  const [question, at] = [search.get('q')?.trim() ?? '', search.get('at') ?? ''];
  const location = LocationId.safeParse(at);
  const asked = useQuery({
    ...q(searchKnowledgeBase, {
      params: { workspaceId },
      query: { q: question, explain: true, ...(location.success && { locationId: location.data }) },
    }),
    enabled: question !== '',
    // Whoever asks again wants to know again: something may have been written down meanwhile.
    staleTime: 0,
  });
  const ask = (next: string, where: string) =>
    setSearch({ ...(next && { q: next }), ...(where && { at: where }) }, { preventScrollReset: true });
  return (
    <Page title="Playground" hint="Ask as a customer would, and see what an answer would stand on, and why.">
      <Asking
        question={question}
        at={at}
        isBusy={asked.isFetching}
        onAsk={ask}
        onAgain={() => void asked.refetch()}
      />
      {question === '' ? (
        <HowItWorks />
      ) : asked.data ? (
        <Answer question={question} answer={asked.data} />
      ) : asked.error ? (
        <Failed error={asked.error} title="This could not be looked up" again={() => void asked.refetch()} />
      ) : (
        <Loading label="Looking it up" />
      )}
    </Page>
  );
}

interface AskingProps {
  question: string;
  at: string;
  isBusy: boolean;
  onAsk: (question: string, at: string) => void;
  onAgain: () => void;
}

function Asking({ question, at, isBusy, onAsk, onAgain }: AskingProps) {
  const field = useRef<HTMLInputElement>(null);
  const [written, setWritten] = useState(question);
  // Back and forward lead from question to question.
  useEffect(() => setWritten(question), [question]);
  useActions([
    {
      ...{ id: 'playground.ask', title: 'Ask something', group: 'Playground', keys: '/', icon: Search },
      run: () => field.current?.select(),
    },
  ]);
  const send = () => (written.trim() === question ? question !== '' && onAgain() : onAsk(written.trim(), at));
  return (
    <search aria-label="Playground">
      <form
        className="mb-8 flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField
          ref={field}
          name="q"
          label="Question"
          type="search"
          autoFocus
          autoComplete="off"
          placeholder="How long do I have to send something back?"
          maxLength={questionTextLengthMax}
          className="min-w-0 flex-1 basis-72"
          value={written}
          onChange={setWritten}
        />
        <AskedAt at={at} onChange={(where) => onAsk(question, where)} />
        <Button type="submit" look="primary" icon={Search} busy={isBusy}>
          Ask
        </Button>
      </form>
    </search>
  );
}

/** What holds there: its own, and everybody's. */
function AskedAt({ at, onChange }: { at: string; onChange: (at: string) => void }) {
  const { options } = useLocationNames();
  if (options.length === 0) return null;
  return (
    <Select
      name="at"
      label="Asked at"
      placeholder="Any location"
      className="w-44"
      options={[{ value: '', label: 'Any location' }, ...options]}
      value={at}
      onChange={onChange}
    />
  );
}
