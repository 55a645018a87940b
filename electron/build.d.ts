/** Version of package.json, put in by the build. */
declare const __KILN_VERSION__: string;
