import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import type { DemoRequest } from '../../applications/contract.ts';
import { useChangeDemo } from './demos.ts';
import { MomentField } from './MomentField.tsx';
import { zoneLabel } from './words.ts';
import { momentOf, wallClockOf } from './zoned.ts';

/** When it takes place, by the clocks of whoever plans it; the mail says the zone. */
export default function ScheduleDialog({ demo, onClose }: { demo: DemoRequest; onClose: () => void }) {
  const zone = useZone();
  const moves = demo.status === 'scheduled';
  const [when, setWhen] = useState(demo.scheduledFor && moves ? wallClockOf(zone, demo.scheduledFor) : '');
  const { change, isPending, error } = useChangeDemo(demo, undefined, () => {
    toast({
      title: moves ? 'The demo is moved' : 'The demo is scheduled',
      body: `${demo.name} is told by mail.`,
    });
    onClose();
  });
  const at = momentOf(zone, when);
  return (
    <Dialog
      open
      onClose={onClose}
      title={moves ? 'Move the demo' : 'Schedule the demo'}
      body={`${demo.name} is told of the time by mail.`}
    >
      <Form
        onSubmit={() => at && change({ status: 'scheduled', scheduledFor: at })}
        error={error}
        unsaved={when !== '' && !moves}
      >
        <MomentField
          name="scheduledFor"
          label="When"
          zone={zone}
          value={when}
          onChange={setWhen}
          hint={`By your clock: ${zoneLabel(zone)}.`}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit busy={isPending} disabledReason={at ? undefined : 'Choose a day and a time first.'}>
            {moves ? 'Move demo' : 'Schedule demo'}
          </Submit>
        </div>
      </Form>
    </Dialog>
  );
}
