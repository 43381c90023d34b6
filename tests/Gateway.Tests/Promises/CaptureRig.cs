using System.Text;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Store.Tables;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A gateway with a route that captures, <c>Kept</c>, and one that does not, <c>Usual</c>, before the same model.</summary>
internal sealed class CaptureRig : IAsyncDisposable
{
    public const string Model = "sim-model";

    public required SimulatedBackend Backend { get; init; }

    public required TestGateway Gateway { get; init; }

    public CaptureQueue Queue => Gateway.Services.GetRequiredService<CaptureQueue>();

    /// <param name="extra">More of the configuration.</param>
    /// <param name="captures">Whether <c>Kept</c> captures.</param>
    /// <param name="time">A clock instead of the system's.</param>
    /// <param name="place">The folder of the gateway's files, which stays; null: one of its own.</param>
    public static async Task<CaptureRig> StartAsync(
        string extra = "", bool captures = true, TimeProvider? time = null, string? place = null)
    {
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        var yaml = $$"""
            backends:
              - { name: open, provider: openai, url: "{{backend.Url}}" }
            routes:
              - { name: Kept, aliases: [behalten], capture: {{(captures ? "true" : "false")}}, candidates: [ { backend: open, model: {{Model}} } ] }
              - { name: Usual, candidates: [ { backend: open, model: {{Model}} } ] }
            {{extra}}
            """;
        return new CaptureRig { Backend = backend, Gateway = TestGateway.Start(yaml, time, place: place) };
    }

    /// <summary>A body that says something, spaced as no serializer would.</summary>
    public static string Body(string model, string said, bool stream = false) =>
        $$"""{ "model" : "{{model}}",  "stream":{{(stream ? "true" : "false")}}, "messages":[{"role":"user","content":"{{said}}"}], "user": null }""";

    public async Task<HttpResponseMessage> SendAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(body, null, "application/json");
        return await Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>An answer as its client got it, with its head.</summary>
    public async Task<(HttpResponseMessage Response, string Answer)> AskAsync(string body)
    {
        var response = await SendAsync(body);
        return (response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What is kept of a request, when it is.</summary>
    public async Task<CapturedRequest> CaptureOfAsync(HttpResponseMessage response)
    {
        CapturedRequest? found = null;
        await WaitUntil.TrueAsync(async () => (found = await FindAsync(response)) is not null);
        return found!;
    }

    public async Task<CapturedRequest?> FindAsync(HttpResponseMessage response) =>
        (await Gateway.Services.GetRequiredService<CaptureStore>().FindAsync(
            Guid.ParseExact(response.Header("x-request-id")!, "N"), default)).SingleOrDefault();

    /// <summary>The files of the gateway that hold a text.</summary>
    public async Task<IReadOnlyList<string>> FilesWithAsync(string text)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Gateway.ConfigPath)!, "*", SearchOption.AllDirectories).Where(
            static f => Path.GetFileName(f) != "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if ((await reader.ReadToEndAsync()).Contains(text, StringComparison.Ordinal))
            {
                found.Add(Path.GetFileName(file));
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
    }
}
