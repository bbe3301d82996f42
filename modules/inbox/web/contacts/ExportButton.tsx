import Download from 'lucide-react/icons/download';
import { uuidv7 } from '../../../../kit/ids.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { filled } from '../../../../web/paths.ts';
import { ContactExportId, getContactExport, putContactExport } from '../../contract.ts';
import type { At } from './deeds.ts';

/** Asked for first, so that it is in the audit trail, and fetched by the browser itself as it is sent. */
export function ExportButton({ at, whyNot }: { at: At; whyNot: string | undefined }) {
  const { send, isPending } = useSend(putContactExport, {
    failureTitle: 'It could not be exported',
    onReply: ({ id }) => {
      const link = document.createElement('a');
      link.href = `/api${filled(getContactExport.path, { ...at, exportId: id })}`;
      link.download = '';
      link.click();
    },
  });
  return (
    <Button
      icon={Download}
      busy={isPending}
      disabledReason={whyNot}
      reasonShown={false}
      onClick={() => send({ params: { ...at, exportId: ContactExportId.parse(uuidv7()) } })}
    >
      Save everything as a file
    </Button>
  );
}
