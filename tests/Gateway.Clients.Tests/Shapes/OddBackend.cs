using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Clients.Tests.Shapes;

/// <summary>A backend with a model for each odd shape, and a gateway before it.</summary>
public sealed class OddBackend : IAsyncLifetime
{
    private WebApplication? _app;
    private TestGateway? _gateway;

    internal TestGateway Gateway => _gateway!;

    internal static IReadOnlyList<string> Names { get; } = [.. OddShapes.All.Keys];

    /// <summary>A name without blanks, as a model has.</summary>
    internal static string RouteOf(string shape) => shape.Replace(' ', '-');

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", AnswerAsync);
        _app.MapGet("/v1/models", context => context.Response.WriteAsync("""{"data":[]}"""));
        await _app.StartAsync();
        var routes = string.Concat(
            Names.Select(RouteOf).Select(r => $"  - {{ name: {r}, candidates: [ {{ backend: odd, model: {r} }} ] }}\n"));
        _gateway = TestGateway.Start($"backends:\n  - {{ name: odd, provider: openai, url: \"{_app.Urls.Single()}\" }}\nroutes:\n{routes}");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _app!.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        var shape = OddShapes.All[((string)request["model"]!).Replace('-', ' ')];
        var streams = (bool?)request["stream"] == true;
        context.Response.ContentType = streams ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(streams ? shape.StreamBody() : shape.WholeBody());
    }
}
