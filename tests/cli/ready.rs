//! `dockwright ready`: the checklist, its three formats, and what the exit status says.

use super::{dockwright, folder, json};

/// Three images: `web` is the default, `test` is one that nobody uses, `build` is only part of `web`.
const FILE: &str = "FROM python:3.12 AS build\n\
    RUN pip wheel --no-cache-dir --wheel-dir /wheels flask==3.0.3\n\
    FROM build AS test\n\
    RUN pytest | tee /log\n\
    FROM python:3.12-slim AS web\n\
    COPY --from=build /wheels /wheels\n\
    ENV API_TOKEN=abc123def456\n\
    CMD python app.py\n";

#[test]
fn each_image_has_its_own_checklist_and_the_default_comes_first() {
    let at = folder(&[("Dockerfile", FILE)]);
    let run = dockwright(&at, ["ready"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let titles: Vec<&str> = run.out.lines().filter(|it| it.starts_with("Dockerfile")).collect();
    let [web, test] = titles.as_slice() else { panic!("there are two images:\n{}", run.out) };
    assert!(web.starts_with("Dockerfile, stage web: Not fit for production: "), "{web}");
    assert!(test.starts_with("Dockerfile, stage test: Not fit for production: "), "{test}");
    let (web, test) = run.out.split_once("\n\nDockerfile, stage test").unwrap();
    let wanted = ["✗ Let signals reach the program", "      line 8: ", "✗ Run as a user who is not root"];
    assert!(wanted.iter().all(|it| web.contains(it)), "{web}");
    assert!(web.contains("✓ Let the build stop when a command fails"), "{web}");
    assert!(test.contains("✗ Let the build stop when a command fails"), "{test}");
    assert!(!test.contains("line 8"), "what comes after a stage has no part in its image: {test}");
}

#[test]
fn the_next_step_is_a_command_that_takes_it() {
    let at = folder(&[("Dockerfile", "FROM debian:12.8\nUSER 1000\nCMD exec sleep 1 | cat\n")]);
    let plan = json(&dockwright(&at, ["ready", "--step", "correct", "--format", "json"]));
    let next = plan[0]["next"]["command"].as_str().unwrap().to_owned();
    let title = &plan[0]["next"]["title"];
    let run = dockwright(&at, next.split(' ').skip(1));
    assert!(run.code < 2, "{next}: {}", run.err);
    let plan = json(&dockwright(&at, ["ready", "--step", "correct", "--format", "json"]));
    let practices = plan[0]["practices"].as_array().unwrap();
    let same = practices.iter().find(|it| &it["title"] == title).unwrap();
    assert!(next.contains("explain") || same["status"] == "passed", "{next}: {same}");
}

#[test]
fn what_breaks_the_start_comes_before_all_else() {
    let file = "FROM python:3.12-slim AS build\n\
        RUN python -m venv /build/venv && /build/venv/bin/pip install --no-cache-dir gunicorn==23.0.0\n\
        FROM python:3.12-slim\n\
        COPY --from=build /build/venv /app/venv\n\
        CMD [\"/app/venv/bin/gunicorn\", \"app:app\"]\n";
    let at = folder(&[("Dockerfile", file)]);
    let plan = json(&dockwright(&at, ["ready", "--format", "json"]));
    assert_eq!(plan[0]["verdict"], "Not fit for production: something breaks its build or its start.");
    assert_eq!(plan[0]["next"]["finding"]["line"], 4, "{}", plan[0]["next"]);
    assert_eq!(plan[0]["practices"][0]["status"], "failed", "it runs as root, too");
}

#[test]
fn of_root_nobody_says_that_it_cannot_change_the_code() {
    let status = |user: &str| {
        let at =
            folder(&[("Dockerfile", &format!("FROM debian:12.8\nCOPY app /app\n{user}CMD [\"/app\"]\n"))]);
        let run = dockwright(&at, ["ready"]);
        run.out.lines().find(|it| it.contains("changing its own code")).map(str::to_owned)
    };
    let practice = "Keep the program from changing its own code";
    assert_eq!(status(""), Some(format!("  - {practice}: root may change everything")));
    assert_eq!(status("USER 1000\n"), Some(format!("  ✓ {practice}")));
}

#[test]
fn a_target_or_a_step_can_be_picked() {
    let at = folder(&[("Dockerfile", FILE)]);
    let plan = json(&dockwright(&at, ["ready", "--target", "TEST", "--step", "fast", "-f", "json"]));
    let [test] = plan.as_array().unwrap().as_slice() else { panic!("{plan}") };
    assert_eq!((test["target"].as_str(), test["path"].as_str()), (Some("test"), Some("Dockerfile")));
    assert!(test["practices"].as_array().unwrap().iter().all(|it| it["step"] == "fast"));
    let run = dockwright(&at, ["ready", "--target", "nope"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: no stage that becomes an image is called \"nope\"\n")
    );
}

#[test]
fn counts_are_those_of_the_practices() {
    let at = folder(&[("Dockerfile", FILE)]);
    for image in json(&dockwright(&at, ["ready", "--format", "json"])).as_array().unwrap() {
        let practices = image["practices"].as_array().unwrap();
        let count = |status: &str| practices.iter().filter(|it| it["status"] == status).count();
        assert_eq!(image["passed"], count("passed"));
        assert_eq!(image["applicable"], count("passed") + count("failed"));
        for it in practices {
            assert_eq!(it["status"] == "failed", it["findings"] != serde_json::json!([]), "{it}");
            assert_eq!(it["status"] == "not-applicable", it["why"].is_string(), "{it}");
        }
    }
}

#[test]
fn markdown_links_to_the_lines() {
    let at = folder(&[("my app/Dockerfile", FILE)]);
    let run = dockwright(&at, ["ready", "--target", "web", "--format", "markdown"]);
    assert!(
        run.out.starts_with("# my app/Dockerfile, stage web\n\n**Not fit for production: "),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("- [ ] **Let signals reach the program**\n  - [line 8](<my app/Dockerfile#L8>): ")
    );
    assert!(run.out.contains("- [x] Let the build stop when a command fails\n"));
}

#[test]
fn who_ignores_a_rule_does_not_hear_of_it() {
    let ignore = "ignore = ['last-user-root']\n";
    let at = folder(&[("Dockerfile", "FROM debian:12.8\n"), ("dockwright.toml", ignore)]);
    let run = dockwright(&at, ["ready", "--step", "security"]);
    assert!(!run.out.contains("✗ Run as"), "{}", run.out);
    let run = dockwright(&at, ["ready", "--step", "security", "--no-config"]);
    assert!(run.out.contains("✗ Run as a user who is not root"), "{}", run.out);
}

#[test]
fn a_file_without_stages_has_no_checklist() {
    let at = folder(&[("Dockerfile", "# nothing yet\n")]);
    let run = dockwright(&at, ["ready"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
}
