import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { useTexts } from './drafts.ts';
import { PartDialog, type PartFormProps } from './PartDialog.tsx';

const names = ['address', 'phone', 'email', 'website', 'googlePlaceId'] as const;

export default function ContactForm({ location, onClose }: PartFormProps) {
  const { texts, unsaved, field } = useTexts({
    address: location.address ?? '',
    phone: location.phone ?? '',
    email: location.email ?? '',
    website: location.website ?? '',
    googlePlaceId: location.googlePlaceId ?? '',
  });
  const changes = Object.fromEntries(names.map((name) => [name, texts[name].trim() || null]));
  return (
    <PartDialog
      location={location}
      onClose={onClose}
      title={`Contact of ${location.name}`}
      names={names}
      changes={changes}
      unsaved={unsaved}
    >
      <TextArea {...field('address')} label="Address" maxLength={500} autoComplete="off" />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          {...field('phone')}
          label="Phone"
          type="tel"
          autoComplete="off"
          placeholder="+41 44 123 45 67"
        />
        <TextField {...field('email')} label="E-mail" type="email" autoComplete="off" />
        <TextField
          {...field('website')}
          label="Website"
          type="url"
          autoComplete="off"
          placeholder="https://example.org"
        />
        <TextField
          {...field('googlePlaceId')}
          label="Google place id"
          autoComplete="off"
          spellCheck={false}
          hint="Begins with ChIJ mostly."
        />
      </div>
    </PartDialog>
  );
}
