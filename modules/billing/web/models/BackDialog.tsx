import { AlertDialog } from '../../../../web/kit/Dialog.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiSettings, deleteAiSettings, getAiSettings, listAiModels } from '../../contract.ts';

export default function BackDialog({ settings, onClose }: { settings: AiSettings; onClose: () => void }) {
  const params = { workspaceId: useHere().workspace.id };
  const { send, isPending } = useSend(deleteAiSettings, {
    stale: [[getAiSettings.path], [listAiModels.path]],
    failureTitle: 'Your own models are still used',
    onReply: () => {
      onClose();
      toast({ title: 'Your own address is given up', body: 'Its key is destroyed.' });
    },
  });
  return (
    <AlertDialog
      open
      title="Give up your own models?"
      body={
        settings.installationHasModels
          ? 'The key is destroyed, with the choice of models and the limit of a month. From then on this installation’s models are asked.'
          : 'The key is destroyed, with the choice of models and the limit of a month. This installation has no models of its own: the autopilot then hands over to people what is not written down word for word.'
      }
      confirm="Give them up"
      busy={isPending}
      onConfirm={() => send({ params })}
      onCancel={onClose}
    />
  );
}
