import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import { newId } from '../../../kit/ids.ts';
import { q } from '../../../web/kit/api.ts';
import { Badge } from '../../../web/kit/Badge.tsx';
import { Button, buttonClass } from '../../../web/kit/Button.tsx';
import { Progress } from '../../../web/kit/Progress.tsx';
import { Section } from '../../../web/kit/Section.tsx';
import { useSend } from '../../../web/kit/send.ts';
import { Time } from '../../../web/kit/time.tsx';
import { type Export, ExportId, exportKeptDays, listExports, putExport } from '../profile/contract.ts';

const lookAgainMs = 2_000;

export function ExportsSection() {
  const { data } = useQuery({
    ...q(listExports),
    // No event tells of what belongs to no workspace, so it is looked at again until it is there.
    refetchInterval: ({ state }) => (state.data?.items.some(isBeingMade) ? lookAgainMs : false),
  });
  const ask = useSend(putExport, { stale: [[listExports.path]], failureTitle: 'No export was begun' });
  const items = data?.items ?? [];
  const isMaking = items.some(isBeingMade) || ask.isPending;
  return (
    <Section
      title="Take it along"
      hint={`Everything we keep about you, in one file. It stays here for ${exportKeptDays} days.`}
      actions={
        <Button
          busy={ask.isPending}
          onClick={() => ask.send({ params: { exportId: newId(ExportId, Date.now()) } })}
          disabledReason={isMaking && !ask.isPending ? 'One is being made.' : undefined}
          reasonShown={false}
        >
          Make an export
        </Button>
      }
    >
      {items.length > 0 && (
        <ul aria-label="Exports">
          {items.map((one) => (
            <li key={one.id} className="border-b border-line py-3">
              <Row export={one} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const isBeingMade = ({ status }: Export) => status === 'being_made';

function Row({ export: one }: { export: Export }) {
  if (isBeingMade(one))
    return <Progress label="Your export is being made" note="You get a mail when it is ready" />;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3">
          <span>
            Asked for <Time at={one.askedAt} />
          </span>
          {one.status === 'failed' && <Badge tone="danger">Failed</Badge>}
        </p>
        <p className="text-sm text-faint">
          {one.status === 'failed' ? (
            'It could not be made. Ask for another one.'
          ) : (
            <>
              {one.bytes !== null && `${inBytes(one.bytes)}, `}here until <Time at={one.expiresAt} as="day" />
            </>
          )}
        </p>
      </div>
      {one.url && (
        <a href={one.url} download className={buttonClass('plain', 'medium')}>
          <Download size={16} strokeWidth={1.75} aria-hidden />
          Download
        </a>
      )}
    </div>
  );
}

function inBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  const count = Math.max(1, Math.round((bytes / size) * 10) / 10);
  return new Intl.NumberFormat('en', { style: 'unit', unit, maximumFractionDigits: 1 }).format(count);
}
