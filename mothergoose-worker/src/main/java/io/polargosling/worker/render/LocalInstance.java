package io.polargosling.worker.render;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One runner as the local module takes it.
 *
 * @param paths where its program, its files and its token lie
 * @param runAs user that runs its jobs; empty for the worker's own
 */
public record LocalInstance(String egg, String apiUrl, Paths paths, String runAs) implements Instance {

    /**
     * Absolute paths.
     *
     * @param searchPath the PATH of the runner
     */
    public record Paths(String gosling, String workDir, String tokenFile, String searchPath, String home) {}

    @Override
    public Map<String, Object> asVariables() {
        var variables = new LinkedHashMap<String, Object>();
        variables.put("egg", egg);
        variables.put("kind", "process");
        variables.put("api_url", apiUrl);
        variables.put("token_file", paths.tokenFile());
        variables.put("work_dir", paths.workDir());
        variables.put("gosling", paths.gosling());
        variables.put("path", paths.searchPath());
        variables.put("home", paths.home());
        variables.put("lang", "C.UTF-8");
        variables.put("run_as", runAs);
        return variables;
    }
}
