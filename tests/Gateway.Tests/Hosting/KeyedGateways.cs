using System.Net.Http.Headers;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>What tests of keys do with a gateway.</summary>
internal static class KeyedGateways
{
    public static KeyService Keys(this TestGateway gateway) =>
        new(
            gateway.Services.GetRequiredService<StoredAccess>(), gateway.Services.GetRequiredService<ConfigStore>(),
            gateway.Services.GetRequiredService<KeyHasher>());

    /// <summary>Makes a key as the command line does.</summary>
    public static async Task<ShownKey> NewKeyAsync(this TestGateway gateway, KeySpec spec)
    {
        var made = await gateway.Keys().CreateAsync(Manager.CommandLine, spec, default);
        Assert.Null(made.Error);
        return made.Value!;
    }

    /// <summary>Asks for the model list with a key.</summary>
    public static async Task<HttpResponseMessage> ModelsAsync(
        this TestGateway gateway, string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await gateway.Client.SendAsync(request);
    }

    public static async Task<int> StatusAsync(this TestGateway gateway, string key)
    {
        using var response = await gateway.ModelsAsync(key);
        return (int)response.StatusCode;
    }

    /// <summary>How long it takes until a key is answered with a status; fails after a while.</summary>
    public static async Task<TimeSpan> UntilAsync(this TestGateway gateway, string key, int status)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await gateway.StatusAsync(key) != status)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"The key is not answered with {status}.");
            await Task.Yield();
        }

        return clock.Elapsed;
    }
}
