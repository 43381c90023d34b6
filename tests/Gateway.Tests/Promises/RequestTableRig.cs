using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A simulated backend of each provider, named after it, each with a model that thinks and one that does not.</summary>
public sealed class RequestTableRig : IAsyncLifetime
{
    /// <summary>The providers of the table.</summary>
    public const string All = "ollama siliconflow lmstudio llamacpp vllm deepseek openai";

    /// <summary>It thinks, by the curated table and by what its backends say.</summary>
    public const string Thinks = "Qwen/Qwen3-8B";

    /// <summary>It does not.</summary>
    public const string DoesNot = "Qwen/Qwen2.5-7B-Instruct";

    private readonly Dictionary<string, SimulatedBackend> _backends = [];
    private TestGateway? _gateway;

    /// <summary>The backend of a provider.</summary>
    public SimulatedBackend this[string provider] => _backends[provider];

    /// <summary>Starts all of them, and the gateway.</summary>
    public async ValueTask InitializeAsync()
    {
        var yaml = new StringBuilder("backends:\n");
        foreach (var provider in All.Split(' '))
        {
            var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
            {
                Personality = Enum.Parse<Personality>(provider, ignoreCase: true),
                Models = [Thinks, DoesNot],
                Facts = new Dictionary<string, SimulatedModel>
                {
                    [Thinks] = new() { Capabilities = ["completion", "tools", "thinking"] },
                    [DoesNot] = new() { Capabilities = ["completion", "tools"] },
                },
            });
            _backends[provider] = backend;
            yaml.AppendLine($"  - {{ name: {provider}, provider: {provider}, url: \"{backend.Url}\", maxConcurrent: 0 }}");
        }

        _gateway = TestGateway.Start(yaml.ToString());
    }

    /// <param name="provider">The provider.</param>
    /// <param name="model">The model there.</param>
    /// <param name="members">The members behind the model, each with a comma before it.</param>
    /// <returns>The status, the answer, and what came to the backend of the members.</returns>
    public async Task<(int Status, string Answer, string Received, string Path)> SendAsync(string provider, string model, string members)
    {
        var backend = _backends[provider];
        var before = backend.Served.Requests;
        using var content = new StringContent($$"""{"model":"{{provider}}/{{model}}"{{members}}}""", null, "application/json");
        using var response = await _gateway!.Client.PostAsync("/v1/chat/completions", content);
        var answer = await response.Content.ReadAsStringAsync();
        if (backend.Served.Requests == before)
        {
            return ((int)response.StatusCode, answer, "nothing", "");
        }

        var received = backend.Received[^1];
        var text = Encoding.UTF8.GetString(received.Body);
        var head = $$"""{"model":"{{model}}" """.TrimEnd();
        Assert.StartsWith(head, text, StringComparison.Ordinal);
        return ((int)response.StatusCode, answer, text[head.Length..^1], received.Path);
    }

    /// <summary>Stops all.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        foreach (var backend in _backends.Values)
        {
            await backend.DisposeAsync();
        }
    }
}
