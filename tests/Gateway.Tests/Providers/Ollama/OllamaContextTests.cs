using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Tests.Backends;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Providers.Ollama;

/// <summary>
/// The context claimed for a model on Ollama is the one it will be given. It comes from the model's own setting, then from what it is
/// loaded with, then from what the server gives similar models, then from the default of such servers. It is never more than the model was
/// trained for.
/// </summary>
public sealed class OllamaContextTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly ScriptedServer _server;

    public OllamaContextTests() => _server = new ScriptedServer(ProviderKind.Ollama, _time).Answers("/", "Ollama is running");

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task NothingLoaded_TheDefaultIsClaimed_AndNeverTheTraining()
    {
        Holds(new("a", Trained: 32768), new("small", Trained: 2048), new("own", Trained: 32768, NumCtx: 8192));
        Assert.Equal([("a", 4096), ("small", 2048), ("own", 8192)], await ContextsAsync());
        Assert.Equal([ContextSource.KindsDefault, ContextSource.KindsDefault, ContextSource.OwnSetting], await SourcesAsync());
    }

    [Theory]
    [InlineData("0.6.6", 2048)]
    [InlineData("0.6.7", 4096)]
    [InlineData("0.0.0", 4096)]
    [InlineData("built by hand", 4096)]
    public async Task Default_IsThatOfTheVersion(string version, int tokens)
    {
        HoldsAs(version, new Model("a", Trained: 32768));
        Assert.Equal([("a", tokens)], await ContextsAsync());
    }

    [Fact]
    public async Task OwnSetting_IsReadWhateverTheListOfTagsHolds_AndAgainWhenTheModelIsPulledAnew()
    {
        Holds(new Model("a", Trained: 32768, NumCtx: 2048));
        Assert.Equal([("a", 2048)], await ContextsAsync());
        Assert.Equal([("a", 2048)], await ContextsAsync());
        Assert.Single(_server.Asked, "/api/show a");

        Holds(new Model("a", Trained: 32768, Digest: "another"));
        Assert.Equal([("a", 4096)], await ContextsAsync());
    }

    [Fact]
    public async Task OwnSetting_AboveTheTraining_IsBoundedByIt()
    {
        Holds(new Model("a", Trained: 8192, NumCtx: 131072));
        Assert.Equal([("a", 8192)], await ContextsAsync());
    }

    [Theory]
    [InlineData("with a setting of its own")]
    [InlineData("for embeddings")]
    public async Task ModelThatSaysNothingOfOthers_LeavesThemAsTheyWere(string kind)
    {
        Holds(
            new("chat", Trained: 32768),
            kind == "for embeddings" ? new("other", Trained: 512, Capability: "embedding") : new("other", Trained: 32768, NumCtx: 2048));
        Loaded(("other", kind == "for embeddings" ? 512 : 2048));
        Assert.Equal([("chat", 4096), ("other", kind == "for embeddings" ? 512 : 2048)], await ContextsAsync());
    }

    [Fact]
    public async Task LoadedChatModel_ShowsWhatTheServerGivesAll_AndThatIsRemembered()
    {
        Holds(
            new("a", Trained: 32768), new("b", Trained: 131072), new("small", Trained: 2048),
            new("vectors", Trained: 512, Capability: "embedding"));
        Loaded(("a", 16384));
        (string, int)[] claimed = [("a", 16384), ("b", 16384), ("small", 2048), ("vectors", 512)];
        Assert.Equal(claimed, await ContextsAsync());
        Assert.Equal([ContextSource.Loaded, ContextSource.ServerSetting], (await SourcesAsync()).Take(2));

        // It is put away in its time, and another one that tells nothing is loaded.
        _time.Advance(TimeSpan.FromMinutes(6));
        Loaded(("vectors", 512));
        Assert.Equal(claimed, await ContextsAsync());
    }

    [Fact]
    public async Task ModelGivenAllThatItCanTake_ShowsOnlyThatTheServerGivesNoLess()
    {
        Holds(new("a", Trained: 8192), new("b", Trained: 131072), new("tiny", Trained: 1024));
        Loaded(("tiny", 1024));
        Assert.Equal([("a", 4096), ("b", 4096), ("tiny", 1024)], await ContextsAsync());
        Loaded(("tiny", 1024), ("a", 8192));
        Assert.Equal([("a", 8192), ("b", 8192), ("tiny", 1024)], await ContextsAsync());
        Loaded(("tiny", 1024), ("a", 8192), ("b", 32768));
        Assert.Equal([("a", 8192), ("b", 32768), ("tiny", 1024)], await ContextsAsync());
    }

    [Fact]
    public async Task LoadedModelsThatDiffer_LeaveTheSmallestToOthers_AndEachItsOwn()
    {
        Holds(new("a", Trained: 32768), new("b", Trained: 32768), new("c", Trained: 32768));
        Loaded(("a", 16384), ("b", 6000));
        Assert.Equal([("a", 16384), ("b", 6000), ("c", 6000)], await ContextsAsync());
    }

    [Fact]
    public async Task ModelPulledAnewWhileItIsLoaded_IsColdAndSaysNothing()
    {
        Holds(new Model("a", Trained: 32768, Digest: "new"));
        LoadedAs(new JsonObject { ["name"] = "a", ["digest"] = "old", ["context_length"] = 32000 });
        var model = await _server.ModelAsync();
        Assert.Equal((false, 4096), (model.IsWarm, model.ServedContext));
    }

    [Fact]
    public async Task Restart_IsSeenByAModelThatIsGoneBeforeItsTime()
    {
        Holds(new("a", Trained: 32768), new("b", Trained: 32768));
        Loaded(("a", 16384));
        await ContextsAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        Loaded();
        Assert.Equal([("a", 4096), ("b", 4096)], await ContextsAsync());
    }

    [Fact]
    public async Task Restart_WithAnotherSetting_IsSeenByWhatIsLoadedNext()
    {
        Holds(new("a", Trained: 32768), new("b", Trained: 32768));
        Loaded(("a", 16384));
        await ContextsAsync();
        Loaded(("b", 6000));
        Assert.Equal([("a", 6000), ("b", 6000)], await ContextsAsync());
    }

    [Fact]
    public async Task AnotherVersion_IsAnotherRun()
    {
        HoldsAs("0.33.0", new Model("a", Trained: 32768));
        Loaded(("a", 16384));
        await ContextsAsync();
        _time.Advance(TimeSpan.FromMinutes(6));
        HoldsAs("0.33.1", new Model("a", Trained: 32768));
        Loaded();
        Assert.Equal([("a", 4096)], await ContextsAsync());
    }

    [Fact]
    public async Task ServerThatWasDown_IsAnotherRun_AndTheGuessIsTakenBackAtOnce()
    {
        Holds(new Model("a", Trained: 32768));
        Loaded(("a", 16384));
        _server.State.Answered(await _server.DiscoverAsync());
        _server.IsDown = true;
        Assert.True((await _server.DiscoverAsync()).IsUnreachable);
        _server.State.Failed("gone", isUnreachable: true);
        Assert.True(_server.State.ForgetRunIfItWasDown());
        Assert.Null(Assert.Single(_server.State.Facts!.Value).ServedContext);

        _server.IsDown = false;
        _time.Advance(TimeSpan.FromMinutes(6));
        Loaded();
        Assert.Equal([("a", 4096)], await ContextsAsync());
    }

    [Fact]
    public async Task ModelsOfOneFile_AreWarmTogether_WhereNothingElseOfThemDiffers()
    {
        Holds(
            new("base", Trained: 32768, File: "f1"),
            new("same:latest", Trained: 32768, File: "f1"),
            new("own", Trained: 32768, File: "f1", NumCtx: 2048),
            new("other", Trained: 32768, File: "f2"),
            new("unknown", Trained: 32768));
        Loaded(("base", 16384));
        var models = await _server.ModelsAsync();
        // A model with a context of its own makes Ollama load the file anew.
        Assert.Equal([true, true, false, false, false], models.Select(m => m.IsWarm));
        Assert.Equal([ContextSource.Loaded, ContextSource.Loaded], models.Take(2).Select(m => m.ServedSource));

        // The list names whichever was loaded first.
        Loaded(("same:latest", 16384));
        Assert.Equal([true, true, false, false, false], (await _server.ModelsAsync()).Select(m => m.IsWarm));
    }

    // It may have a small one of its own.
    [Fact]
    public async Task ModelThatCouldNotBeAsked_IsPromisedTheDefaultAtMost()
    {
        Holds(new("a", Trained: 32768), new("b", Trained: 32768));
        _server.Answers("/api/show b", """{"error":"busy"}""", 500);
        Loaded(("a", 16384));
        Assert.Equal([("a", 16384), ("b", 4096)], await ContextsAsync());
        Assert.Equal([ContextSource.Loaded, ContextSource.KindsDefault], await SourcesAsync());

        Loaded(("a", 2048));
        Assert.Equal([("a", 2048), ("b", 2048)], await ContextsAsync());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59.9999999-12:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("soon")]
    public async Task TimeOfLeaving_ThatIsOdd_TakesNothingOut(string expires)
    {
        Holds(new Model("a", Trained: 32768));
        LoadedAs(new JsonObject { ["name"] = "a", ["digest"] = "a", ["context_length"] = 16384, ["expires_at"] = expires });
        Assert.Equal([("a", 16384)], await ContextsAsync());
    }

    // Those of real models are long and of many lines.
    [Theory]
    [InlineData(null, null)]
    [InlineData("", true)]
    [InlineData("{{ .Prompt }}", true)]
    [InlineData("{{ .System }}\n{{ .Prompt }}", null)]
    [InlineData("long", null)]
    public async Task Template_ProvesARefusalWhereItIsThePlainOneOnly(string? template, bool? refuses)
    {
        var model = new Model("a", Trained: 32768);
        Holds(model);
        var shown = model.Shown();
        shown["template"] = template == "long"
            ? string.Concat(Enumerable.Repeat("{{ if .System }}{{ .System }}{{ end }}\n", 20))
            : template;
        _server.Answers("/api/show a", shown.ToJsonString());
        Assert.Equal(refuses, (await _server.ModelAsync()).RefusesTooLong);
    }

    [Theory]
    [InlineData("0.12.0", false)]
    [InlineData("0.0.0", false)]
    [InlineData("built by hand", false)]
    [InlineData("0.13.0-rc1", true)]
    [InlineData("0.33.0", true)]
    public async Task BareText_IsRefusedWhereItIsTooLong_ByVersionsThatCanBeToldTo(string version, bool refuses)
    {
        HoldsAs(version, new Model("a", Trained: 32768));
        var told = (await _server.ModelAsync()).CanRefuseTooLong;
        Assert.Equal(refuses, told is null);
        Assert.Equal(
            (true, false, false),
            (told?.Holds(OperationKind.Embedding) ?? true, told?.Holds(OperationKind.Completion) ?? false,
                told?.Holds(OperationKind.Chat) ?? false));
    }

    private void Holds(params Model[] models) => HoldsAs("0.33.0", models);

    private void HoldsAs(string version, params Model[] models)
    {
        _server.Answers("/api/version", $$"""{"version":"{{version}}"}""");
        _server.Answers("/api/tags", new JsonObject { ["models"] = new JsonArray([.. models.Select(m => m.Tag())]) }.ToJsonString());
        _server.Answers("/api/ps", """{"models":[]}""");
        foreach (var model in models)
        {
            _server.Answers($"/api/show {model.Name}", model.Shown().ToJsonString());
        }
    }

    private void Loaded(params (string Name, int Context)[] models) => LoadedAs([.. models.Select(m => new JsonObject
    {
        ["name"] = m.Name,
        ["digest"] = m.Name,
        ["context_length"] = m.Context,
        ["expires_at"] = _time.GetUtcNow() + TimeSpan.FromMinutes(5),
    })]);

    private void LoadedAs(params JsonObject[] models) =>
        _server.Answers("/api/ps", new JsonObject { ["models"] = new JsonArray([.. models]) }.ToJsonString());

    private async Task<(string, int)[]> ContextsAsync() =>
        [.. (await _server.ModelsAsync()).Select(m => (m.Model, m.ServedContext!.Value))];

    private async Task<ContextSource[]> SourcesAsync() => [.. (await _server.ModelsAsync()).Select(m => m.ServedSource!.Value)];

    private sealed record Model(
        string Name, int Trained, int? NumCtx = null, string Capability = "completion", string? File = null, string? Digest = null)
    {
        public JsonObject Tag() => new()
        {
            ["name"] = Name,
            ["digest"] = Digest ?? Name,
            ["details"] = new JsonObject { ["context_length"] = Trained },
            ["capabilities"] = new JsonArray(Capability),
        };

        public JsonObject Shown() => new()
        {
            ["modelfile"] = File is null ? null
                : $"# Made by hand.\n# FROM {Name}\n\nFROM /models/blobs/sha256-{File}\nTEMPLATE \"x\nFROM /models/blobs/sha256-none\n\"\n",
            ["parameters"] = NumCtx is null ? "stop \"num_ctx 7\"" : $"stop \"num_ctx 7\"\nnum_ctx                        {NumCtx}",
            ["capabilities"] = new JsonArray(Capability),
        };
    }
}
