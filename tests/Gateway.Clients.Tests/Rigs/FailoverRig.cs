using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Rigs;

/// <summary>One name with two backends: OpenAI's shape, which a test lets fail, then SiliconFlow's.</summary>
internal sealed class FailoverRig : IAsyncDisposable
{
    public const string Model = "sim-model";
    public const string Route = "Both";

    public required SimulatedBackend First { get; init; }

    public required SimulatedBackend Second { get; init; }

    public required TestGateway Gateway { get; init; }

    public static async Task<FailoverRig> StartAsync()
    {
        var first = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi, Models = [Model] });
        var second = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow, Models = [Model] });
        var gateway = TestGateway.Start($$"""
            backends:
              - { name: first, provider: openai, url: "{{first.Url}}" }
              - { name: second, provider: siliconflow, url: "{{second.Url}}" }
            routes:
              - name: {{Route}}
                candidates:
                  - { backend: first, model: {{Model}} }
                  - { backend: second, model: {{Model}} }
            """);
        return new FailoverRig { First = first, Second = second, Gateway = gateway };
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
