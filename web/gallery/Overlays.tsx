import Archive from 'lucide-react/icons/archive';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { Button } from '../kit/Button.tsx';
import { AlertDialog, Dialog, Drawer } from '../kit/Dialog.tsx';
import { Menu, Popover } from '../kit/Menu.tsx';
import { Tabs } from '../kit/Tabs.tsx';
import { Tooltip } from '../kit/Tooltip.tsx';
import { toast } from '../kit/toast.ts';
import { Specimen } from './Specimen.tsx';

export default function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'alert' | 'drawer'>();
  const close = () => setOpen(undefined);
  return (
    <div className="grid gap-x-10 sm:grid-cols-2">
      <Specimen name="Menu and popover">
        <Menu
          align="start"
          trigger={<Button>Actions</Button>}
          items={[
            { label: 'Change', icon: Pencil, keys: 'e', onSelect: () => {} },
            {
              label: 'Close',
              icon: Archive,
              onSelect: () => {},
              disabledReason: 'It still has planned posts.',
            },
            { label: 'Delete', icon: Trash, onSelect: () => {}, danger: true, apart: true },
          ]}
        />
        <Popover trigger={<Button>Details</Button>} title="Delivered twice">
          The network did not confirm the first attempt.
        </Popover>
        <Tooltip text="Said, and shown when asked" keys="mod+i">
          <Button look="quiet">Tooltip</Button>
        </Tooltip>
      </Specimen>
      <Specimen name="Dialogs and drawer">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('alert')}>Alert dialog</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
      </Specimen>
      <Specimen name="Toasts">
        <Button
          onClick={() =>
            toast({
              title: 'Bern Arcades is closed',
              undo: () => toast({ title: 'Bern Arcades is open again' }),
            })
          }
        >
          With undo
        </Button>
        <Button
          onClick={() =>
            toast({
              kind: 'failed',
              title: 'The post was not planned',
              body: 'The account has to be connected again.',
            })
          }
        >
          Failed
        </Button>
      </Specimen>
      <Specimen name="Tabs" wide>
        <Tabs
          label="Conversations"
          tabs={[
            { value: 'open', label: 'Open', count: 12, panel: 'Twelve people wait for an answer.' },
            { value: 'waiting', label: 'Waiting', count: 3, panel: 'Three answers are on their way.' },
            { value: 'closed', label: 'Closed', panel: 'Everything that is settled.' },
          ]}
        />
      </Specimen>
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title="Add a location"
        body="A shop, a studio, an office."
      >
        <div className="flex justify-end">
          <Button look="primary" onClick={close}>
            Add
          </Button>
        </div>
      </Dialog>
      <AlertDialog
        open={open === 'alert'}
        title="Delete 240 photographs?"
        body="They are gone for good, here and in the posts that are planned."
        confirm="Delete"
        onConfirm={close}
        onCancel={close}
      />
      <Drawer open={open === 'drawer'} onClose={close} title="Details" side="right">
        <p className="text-soft">What belongs to the row that was opened.</p>
      </Drawer>
    </div>
  );
}
