import { useState } from 'react';
import { WorkspaceId } from '../../../../kit/ids.ts';
import { pageLimitMax } from '../../../../kit/page.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { sendNow, useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deleteParent, listWorkspaces, putParent } from '../../contract.ts';
import { useWhyNotMay } from '../rights.ts';
import { staleWithWorkspace } from './useChangeWorkspace.ts';

/** Whether it belongs to a holding. A holding itself belongs to none, and nobody's personal workspace does. */
export function HoldingSection() {
  const { workspace } = useHere();
  const whyNot = useWhyNotMay('workspaces.manage_children', 'put it under a holding');
  if (workspace.kind === 'holding' || workspace.kind === 'personal') return null;
  return (
    <Section
      title="Holding"
      hint="A holding sees the figures of the workspaces under it, and nothing in them."
    >
      {workspace.parent ? (
        <Parent whyNot={whyNot} />
      ) : whyNot ? (
        <p className="text-soft">{whyNot}</p>
      ) : (
        <Attach />
      )}
    </Section>
  );
}

function Parent({ whyNot }: { whyNot: string | undefined }) {
  const { id, name, parent } = useHere().workspace;
  const params = { workspaceId: id };
  const putBack = () => {
    if (!parent) return;
    const options = { stale: staleWithWorkspace, failureTitle: 'It stands on its own still' };
    void sendNow(putParent, { params, body: { parentId: parent.id } }, options).catch(() => {});
  };
  const { send, isPending } = useSend(deleteParent, {
    stale: staleWithWorkspace,
    failureTitle: 'It still belongs to its holding',
    onReply: () => toast({ title: `${name} stands on its own`, undo: putBack }),
  });
  if (!parent) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <p>
        It belongs to <Link to={paths.children({ workspaceId: parent.id })}>{parent.name}</Link>.
      </p>
      <Button busy={isPending} disabledReason={whyNot} reasonShown={false} onClick={() => send({ params })}>
        Take out of the holding
      </Button>
    </div>
  );
}

function Attach() {
  const { id, name } = useHere().workspace;
  const [parentId, setParentId] = useState('');
  const { items, state } = usePages(listWorkspaces, { query: { limit: pageLimitMax } });
  const holdings = items.filter(({ kind, role }) => kind === 'holding' && role === 'owner');
  const { send, isPending, error } = useSend(putParent, {
    stale: staleWithWorkspace,
    onReply: ({ parent }) => toast({ title: `${name} belongs to ${parent.name}` }),
  });
  if (state === 'loaded' && holdings.length === 0) {
    return (
      <p className="text-soft">
        It stands on its own. To put it under a holding, <Link to={paths.workspaces()}>make one</Link> first.
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Combobox
        name="parentId"
        label="Put it under"
        placeholder="A holding of yours"
        options={holdings.map((holding) => ({ value: holding.id, label: holding.name }))}
        value={parentId}
        onChange={setParentId}
        className="w-full sm:w-72"
      />
      <Button
        busy={isPending}
        disabledReason={parentId === '' ? 'Choose a holding first.' : undefined}
        reasonShown={false}
        onClick={() => send({ params: { workspaceId: id }, body: { parentId: WorkspaceId.parse(parentId) } })}
      >
        Put under it
      </Button>
      {error && <FormProblem error={error} />}
    </div>
  );
}
