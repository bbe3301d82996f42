import { Combobox } from '../../../../web/kit/Select.tsx';
import { anyLanguage, languageOptions } from '../words.ts';

interface LanguageFieldProps {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}

/** Words are found in all their forms where it is known in which language they are. */
export const LanguageField = ({ value, onChange, placeholder = 'Not known' }: LanguageFieldProps) => (
  <Combobox
    name="language"
    label="Language"
    hint="With it a word is found in all its forms."
    placeholder={placeholder}
    options={languageOptions(value)}
    value={value === anyLanguage ? '' : value}
    onChange={(next) => onChange(next === '' ? anyLanguage : next)}
  />
);
