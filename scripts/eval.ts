/** How well the machine answers, asked with the models of the sandbox on an embedded database. */
import '../tests/eval.ts';
