using System.Text.Json;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class MoreErrorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        Personality.LmStudio, "modelNotFound:400 noModelLoaded:404 loadFailed:400 crashed:400 promptNotText:400 tooLong:400 badRequest:400 "
        + "imageAddress:400 notForChat:400 badKey:401 wrongPath:200")]
    [InlineData(Personality.LlamaCpp, "loadingModel:503 modelNotFound:400 noModel:400 notLoaded:400 tooLong:400 badRequest:400 badKey:401 "
        + "wrongPath:404 notForChat:501 computeError:500")]
    [InlineData(Personality.Vllm, "modelNotFound:404 modelNotFoundFlat:404 tooLong:400 badRequest:400 noToolParser:400 notForChat:400 "
        + "unauthorized:401 wrongPath:404 serverError:500")]
    [InlineData(Personality.DeepSeek, "modelNotFound:400 tooLong:400 badRequest:400 badKey:401 noBalance:402 wrongPath:404 "
        + "badParameter:422 rateLimit:429 serverError:500 overloaded:503")]
    public async Task EachName_HasItsStatus_AndTheTableIsComplete(Personality personality, string table)
    {
        await using var client = await Client.StartAsync(personality);
        var rows = table.Split(' ').Select(row => row.Split(':')).ToDictionary(row => row[0], row => int.Parse(row[1], null));
        Assert.Equal(KnownDialects.Of(personality).Errors.Keys.Order(), rows.Keys.Order());
        foreach (var (name, status) in rows)
        {
            client.Backend.Script(client.Model, new() { Error = name });
            using var response = await client.PostAsync(client.Request(true));
            Assert.Equal((name, status), (name, (int)response.StatusCode));
            Assert.Equal(KnownDialects.Of(personality).Errors[name](client.Model).Body, await response.Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData(Personality.LmStudio, "crashed", "String")]
    [InlineData(Personality.LmStudio, "noModelLoaded", "message,type,param,code:String")]
    [InlineData(Personality.LlamaCpp, "loadingModel", "code,message,type:Number")]
    [InlineData(Personality.Vllm, "modelNotFound", "message,type,param,code:Number")]
    [InlineData(Personality.Vllm, "unauthorized", "String")]
    [InlineData(Personality.DeepSeek, "noBalance", "message,type,param,code:String")]
    public void Body_HasItsShape(Personality personality, string name, string shape)
    {
        var error = JsonDocument.Parse(KnownDialects.Of(personality).Error(name).Body).RootElement.GetProperty("error");
        var seen = error.ValueKind == JsonValueKind.Object
            ? $"{string.Join(',', error.EnumerateObject().Select(m => m.Name))}:{error.GetProperty("code").ValueKind}"
            : $"{error.ValueKind}";

        Assert.Equal(shape, seen);
    }

    [Theory]
    [InlineData(Personality.LmStudio, "invalid_api_key")]
    [InlineData(Personality.LlamaCpp, "Invalid API Key")]
    [InlineData(Personality.Vllm, """{"error":"Unauthorized"}""")]
    [InlineData(Personality.DeepSeek, "Authentication Fails")]
    public async Task Key_IsChecked(Personality personality, string sign)
    {
        await using var client = await Client.StartAsync(personality, key: "right");
        using var refused = await client.PostAsync(client.Request(false));
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        using var passed = await client.PostAsync(client.Request(false));

        Assert.Equal((401, 200), ((int)refused.StatusCode, (int)passed.StatusCode));
        Assert.Contains(sign, await refused.Content.ReadAsStringAsync(Stop));
    }
}
