import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { WORDS, type Language } from '../../shared/words/index.js';

/** The words of the product for react-i18next; `changeLanguage` switches every view at once. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: WORDS.en }, 'zh-CN': { translation: WORDS['zh-CN'] } },
    // React escapes already.
    interpolation: { escapeValue: false },
  });
  return instance;
}
