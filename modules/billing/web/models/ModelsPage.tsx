import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import type { LoaderFunctionArgs } from 'react-router';
import { useActions } from '../../../../web/kit/actions.ts';
import { pagesOf, q, queryClient } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Failed, Loading, ReadOnlyNote, Refused } from '../../../../web/kit/states.tsx';
import { readWorkspace } from '../../../../web/session.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiModel, type AiSettings, getAiSettings, listAiModels } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { EndpointSection } from './EndpointSection.tsx';
import { ModelsTable } from './ModelsTable.tsx';
import { UnpricedNote } from './UnpricedNote.tsx';
import { UsedForm } from './UsedForm.tsx';

const ModelDialog = lazy(() => import('./ModelDialog.tsx'));

/** Begun, not waited for; and not where it would only be refused. */
export async function loader({ params }: LoaderFunctionArgs) {
  const workspace = await readWorkspace(params.workspaceId);
  if (!workspace?.permissions.includes('billing.read')) return null;
  const ask = getAiSettings.params.parse({ workspaceId: params.workspaceId });
  void queryClient.prefetchQuery(q(getAiSettings, { params: ask }));
  void queryClient.prefetchInfiniteQuery(
    pagesOf(listAiModels, { params: ask, query: { retired: 'without' } }),
  );
  return null;
}

/** What the dialog is about: one of one's own that is changed, or a name to begin with. */
export type Edited = { readonly model?: AiModel; readonly name?: string };

export default function ModelsPage() {
  const whyNotRead = useWhyNotMay('billing.read', 'see its models');
  const whyNot = useWhyNotMay('billing.manage', 'change where its models are');
  const [edited, setEdited] = useState<Edited>();
  const add = () => setEdited({});
  useActions(whyNot ? [] : [addingOne(add)]);
  return (
    <Page
      title="Models"
      hint="Which models of AI your workspace asks, where they are, and what they may cost."
      actions={
        !whyNotRead && (
          <Button icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
            Add model
          </Button>
        )
      }
    >
      {whyNotRead ? (
        <Refused>{whyNotRead}</Refused>
      ) : (
        <>
          {whyNot && <ReadOnlyNote>{whyNot}</ReadOnlyNote>}
          <Loaded whyNot={whyNot} onEdit={setEdited} />
        </>
      )}
      <Suspense>{edited && <ModelDialog {...edited} onClose={() => setEdited(undefined)} />}</Suspense>
    </Page>
  );
}

const addingOne = (run: () => void) => ({
  ...{ id: 'models.add', title: 'Add a model by hand', group: 'Models', keys: 'c', icon: Plus, run },
});

interface LoadedProps {
  whyNot: string | undefined;
  onEdit: (edited: Edited) => void;
}

function Loaded({ whyNot, onEdit }: LoadedProps) {
  const params = { workspaceId: useHere().workspace.id };
  const settings = useQuery(q(getAiSettings, { params }));
  if (settings.isPending) return <Loading label="Loading where the models are" />;
  if (!settings.data) return <Failed error={settings.error} again={() => void settings.refetch()} />;
  return <Sections settings={settings.data} whyNot={whyNot} onEdit={onEdit} />;
}

function Sections({ settings, whyNot, onEdit }: LoadedProps & { settings: AiSettings }) {
  return (
    <>
      <EndpointSection settings={settings} whyNot={whyNot} />
      <UsedForm settings={settings} whyNot={whyNot} />
      {!whyNot && <UnpricedNote names={settings.unpricedModels} onEnter={(name) => onEdit({ name })} />}
      <ModelsTable settings={settings} whyNot={whyNot} onEdit={onEdit} />
    </>
  );
}
