import { useNavigate } from 'react-router';
import { queryClient } from '../../../../web/kit/api.ts';
import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { deletePersona, listPersonas, type Persona } from '../../personas/contract.ts';

export default function RemovePersonaDialog({ persona, onClose }: { persona: Persona; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const navigate = useNavigate();
  const { send, isPending } = useSend(deletePersona, {
    failureTitle: `${persona.name} was not removed`,
    onReply: async () => {
      await navigate(paths.personas({ workspaceId }));
      void queryClient.invalidateQueries({ queryKey: [listPersonas.path] });
      toast({ title: `${persona.name} is removed` });
    },
  });
  return (
    <AlertDialog
      open
      title={`Remove ${persona.name}?`}
      body="What it decided and said stays. Where it answered, the usual one answers from now on. To keep it for later, put it away instead."
      confirm="Remove persona"
      busy={isPending}
      onConfirm={() => send({ params: { workspaceId, personaId: persona.id } })}
      onCancel={onClose}
    />
  );
}
