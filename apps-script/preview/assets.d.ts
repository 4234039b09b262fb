/** The bundler takes style sheets from here. */
declare module "*.css";
