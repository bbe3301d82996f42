import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { refusalAt } from '../../../../web/shared.ts';
import { type GivenPersona, getPersona, listPersonas, putPersona } from '../../personas/contract.ts';
import { type Draft, draftOf, fieldNames, givenOf, isChanged, refusalOf } from './drafts.ts';
import { KnowsFields } from './KnowsFields.tsx';
import { MayFields } from './MayFields.tsx';
import { Preview } from './Preview.tsx';
import { SaysFields } from './SaysFields.tsx';
import { WhoFields } from './WhoFields.tsx';

interface Props {
  at: (typeof putPersona)['params']['_output'];
  persona: GivenPersona;
  isNew?: boolean;
  whyNot: string | undefined;
}

export function PersonaForm(props: Props) {
  const { persona, isNew = false, whyNot } = props;
  const editor = useEditor(props);
  const { draft, set } = editor;
  return (
    <Form
      onSubmit={editor.save}
      error={editor.error}
      unsaved={editor.isChanged}
      className="grid gap-x-12 lg:grid-cols-[minmax(0,1fr)_19rem]"
    >
      <fieldset
        disabled={whyNot !== undefined}
        className="min-w-0 [&>section:first-of-type]:border-0 [&>section:first-of-type]:pt-2"
      >
        <legend className="sr-only">The persona</legend>
        <WhoFields draft={draft} set={set} />
        <SaysFields draft={draft} set={set} />
        <MayFields draft={draft} set={set} />
        <KnowsFields draft={draft} set={set} />
      </fieldset>
      <Preview draft={draft} persona={persona} />
      {!whyNot && (
        <div
          className={cx(
            'z-10 flex flex-wrap items-center gap-3 border-t border-line bg-paper py-3 lg:col-span-2',
            (editor.isChanged || isNew) && 'sticky bottom-0 max-sm:bottom-14',
          )}
        >
          <Submit busy={editor.isPending} disabledReason={editor.whyNotSaved}>
            {isNew ? 'Add persona' : 'Save'}
          </Submit>
          {editor.isChanged && !isNew && (
            <Button look="quiet" onClick={editor.discard}>
              Discard
            </Button>
          )}
        </div>
      )}
    </Form>
  );
}

function useEditor({ at, persona, isNew = false }: Props) {
  const before = useMemo(() => draftOf(persona), [persona]);
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [refused, setRefused] = useState<Error | null>(null);
  const navigate = useNavigate();
  const { send, isPending, error } = useSend(putPersona, {
    stale: [[listPersonas.path], [getPersona.path]],
    onReply: async (saved) => {
      setChanges({});
      if (isNew) await navigate(paths.persona(at), { replace: true });
      toast({ title: isNew ? `${saved.name} is there` : `${saved.name} is saved` });
    },
  });
  const draft = { ...before, ...changes };
  const changed = isChanged(draft, before);
  const save = () => {
    const problem = refusalOf(draft);
    setRefused(problem);
    if (!problem) send({ params: at, body: givenOf(draft, persona) });
  };
  return {
    ...{ draft, save, isPending, isChanged: changed },
    error: useMemo(() => refusalAt(refused ?? error, fieldNames), [refused, error]),
    whyNotSaved: changed || isNew ? undefined : 'Nothing is changed yet.',
    set: (part: Partial<Draft>) => setChanges({ ...changes, ...part }),
    discard: () => {
      setRefused(null);
      setChanges({});
    },
  };
}
