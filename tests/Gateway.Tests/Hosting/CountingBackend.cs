using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A server that counts prompts as a test tells it, and answers every chat.</summary>
internal sealed class CountingBackend : IAsyncDisposable
{
    public const int Context = 4096;

    private readonly WebApplication _app;

    private CountingBackend(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>The bodies that were to be counted.</summary>
    public ConcurrentQueue<string> Counted { get; } = new();

    /// <summary>The bodies that were to be answered.</summary>
    public ConcurrentQueue<string> Answered { get; } = new();

    /// <param name="count">Answers the question how long a prompt is.</param>
    public static async Task<CountingBackend> StartAsync(Func<HttpContext, Task> count)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var backend = new CountingBackend(builder.Build());
        backend._app.MapGet(
            "/v1/models",
            static context =>
                context.Response.WriteAsync(
                    """{"object":"list","data":[{"id":"counted","object":"model","meta":{"n_ctx_train":32768}}]}"""));
        backend._app.MapGet(
            "/props",
            static context =>
                context.Response.WriteAsync($$$"""{"default_generation_settings":{"n_ctx":{{{Context}}}},"is_sleeping":false}"""));
        backend._app.MapPost("/v1/chat/completions/input_tokens", async context =>
        {
            await TakeAsync(context, backend.Counted);
            await count(context);
        });
        backend._app.MapPost("/v1/chat/completions", async context =>
        {
            await TakeAsync(context, backend.Answered);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(HeldBackend.Answer);
        });
        await backend._app.StartAsync();
        return backend;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, ConcurrentQueue<string> bodies)
    {
        using var reader = new StreamReader(context.Request.Body);
        bodies.Enqueue(await reader.ReadToEndAsync());
    }
}
