import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Square from 'lucide-react/icons/square';
import { Button } from '../../../../web/kit/Button.tsx';
import type { IngestionJob } from '../../contract.ts';
import { useSteering } from './useSteering.ts';

const deeds = [
  { deed: 'pause', label: 'Pause', icon: Pause },
  { deed: 'resume', label: 'Go on', icon: Play },
  { deed: 'cancel', label: 'End', icon: Square },
  { deed: 'retry', label: 'Try again', icon: RotateCcw },
] as const;

/** What was read stays whatever is pressed here, so nothing is asked first. */
export function SteeringButtons({ job, size = 'small' }: { job: IngestionJob; size?: 'small' | 'medium' }) {
  const steering = useSteering(job);
  return deeds.map(({ deed, label, icon }) => {
    const run = steering[deed];
    return (
      run && (
        <Button
          key={deed}
          size={size}
          look={deed === 'cancel' ? 'quiet' : 'plain'}
          icon={icon}
          busy={steering.isBusy}
          onClick={run}
          disabledReason={steering.whyNot}
          reasonShown={false}
          aria-label={`${label}: ${job.title}`}
        >
          {label}
        </Button>
      )
    );
  });
}
