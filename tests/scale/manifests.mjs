// manifests.mjs MODULES FILE...: holds manifests against the schemas of the Kubernetes API. Prints a line for each mistake.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(modules + "/");
const {Job} = require("kubernetes-models/batch/v1");
const {parseAllDocuments} = require("yaml");

let mistakes = 0;
for (const file of files)
    for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
        const manifest = document.toJS();
        try {
            if (manifest.kind !== "Job" || manifest.apiVersion !== "batch/v1") throw new Error("is no batch/v1 Job");
            new Job(manifest).validate();
        } catch (error) {
            console.log(`${file}: ${error.message}`);
            ++mistakes;
        }
    }
process.exit(mistakes === 0 ? 0 : 1);
